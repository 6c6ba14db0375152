//! Starts the program in the browser. The page's script then hands every island to the function that it names.

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        leptos::mount::hydrate_islands();
        reader::place::watch();
        reader::choice::watch();
        reader::shown::watch();
        reader::navigator::watch();
    }
}

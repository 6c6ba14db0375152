//! What an operator is told about settings, and which of several values holds.

use std::ffi::OsString;
use std::path::PathBuf;

use super::*;

/// The settings in this text, these variables and these arguments; `%` stands for the folder of the file in what is told.
fn load(text: &str, variables: &[(&str, &str)], arguments: &[Argument<'_>]) -> Result<Loaded, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("recto.toml");
    std::fs::write(&path, text).expect("is written");
    std::fs::write(folder.path().join("secret"), "postgres://a:p%s$s@db/x\n").expect("is written");
    let source = Source { settings: Some(path), data: None, address: None };
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), OsString::from(value))).collect();
    let in_place = |text: String| text.replace(&folder.path().display().to_string(), "%");
    let (reading, _) = source.read(arguments, &variables).map_err(|error| in_place(format!("{error:#}")))?;
    let mut loaded = loaded(reading).map_err(|error| in_place(format!("{error:#}")))?;
    loaded.endpoint.site = in_place(loaded.endpoint.site.display().to_string()).into();
    Ok(loaded)
}

fn refused(text: &str, variables: &[(&str, &str)]) -> String {
    load(text, variables, &[]).err().expect("is refused")
}

#[test]
fn an_argument_is_stronger_than_the_environment_than_the_file_than_the_default() {
    let file = "[site]\nfolder = \"from-file\"\n";
    let site = |loaded: Result<Loaded, String>| loaded.expect("loads").endpoint.site;
    assert_eq!(site(load("", &[], &[])), PathBuf::from("dist"));
    assert_eq!(site(load(file, &[], &[])), PathBuf::from("%/from-file"));
    let variables = [("RECTO_SITE", "from-environment")];
    assert_eq!(site(load(file, &variables, &[])), PathBuf::from("from-environment"));
    let argument = [("site.folder", "--site", Some("from-argument".to_owned()))];
    assert_eq!(site(load(file, &variables, &argument)), PathBuf::from("from-argument"));
}

#[test]
fn every_kind_of_value_is_read() {
    let loaded = load(
        "[listen]\naddress = \"[::1]:81\"\nproxies = [\"10.0.0.0/8\", \"::1/128\"]\n\
         [limits]\ncomments = \"5 in 2 h\"\nqueue = 7\nstop_time = \"3 s\"\n[log]\nformat = \"json\"",
        &[("RECTO_CONNECTIONS", "12")],
        &[],
    )
    .expect("loads");
    let settings = loaded.endpoint;
    assert_eq!((settings.listen.port(), settings.proxies.len(), loaded.log_json), (81, 2, true));
    assert_eq!((settings.limits.queue, settings.limits.connections), (7, 12));
    assert_eq!((settings.limits.comments.most, settings.limits.comments.within.as_secs()), (5, 7_200));
    assert_eq!(settings.limits.stop_time.as_secs(), 3);
}

#[test]
fn all_that_is_wrong_is_told_at_once_with_its_place() {
    let told = refused(
        "[site]\nadress = \"x\"\n[limits]\nqueue = \"many\"\ncomments = 20\n[lisen]\n[log]\nformat = \"yaml\"\n",
        &[("RECTO_LISTEN", "here"), ("RECTO_PROXYS", "10.0.0.0/8")],
    );
    for part in [
        "%/recto.toml:2:1",
        "there is no setting in [site] called `adress`",
        "did you mean `address`?",
        "%/recto.toml:4:9",
        "expected a whole number from 1",
        "%/recto.toml:5:12",
        "expected how many in how long, such as \"20 in 10 min\"",
        "there is no section `lisen`",
        "did you mean `listen`?",
        "expected \"text\" or \"json\"",
        "RECTO_LISTEN=here",
        "expected an address and a port",
        "`RECTO_PROXYS` is no setting",
        "did you mean `RECTO_PROXIES`?",
    ] {
        assert!(told.contains(part), "{part} is missing in\n{told}");
    }
}

#[test]
fn a_file_that_is_not_toml_is_told_with_the_place() {
    let told = refused("[site]\naddress = https://x\n", &[]);
    assert!(told.contains("%/recto.toml:2:1") && told.contains("not TOML"), "{told}");
}

#[test]
fn numbers_that_make_no_sense_are_refused() {
    for value in ["0", "-1", "99999999999999999999", "1.5", "\"7\"", "[]", "2026-01-01"] {
        let told = refused(&format!("[limits]\nqueue = {value}"), &[]);
        assert!(told.contains("expected a whole number from 1"), "{value}: {told}");
    }
}

#[test]
fn a_setting_outside_of_its_section_is_sent_there() {
    assert!(refused("sender = \"a@b.example\"", &[]).contains("mail.sender"));
}

#[test]
fn an_empty_variable_is_an_error_that_names_it() {
    let told = refused("", &[("RECTO_ADDRESS", ""), ("DATABASE_URL", " ")]);
    assert!(told.contains("RECTO_ADDRESS=") && told.contains("DATABASE_URL="), "{told}");
}

#[test]
fn a_secret_comes_as_it_is_from_the_environment_or_from_a_file() {
    let database = |loaded: Result<Loaded, String>| loaded.expect("loads").endpoint.database.expect("is set");
    let address = "postgres://a:p%s$s@db/x";
    assert_eq!(database(load("", &[("DATABASE_URL", address)], &[])), address);
    assert_eq!(database(load("[store]\ndatabase_file = \"secret\"", &[], &[])), address);
}

#[test]
fn a_secret_in_the_settings_file_is_refused_and_one_is_never_shown() {
    let told = refused("[store]\ndatabase = \"postgres://a:topsecret@db/x\"", &[]);
    assert!(told.contains("DATABASE_URL") && told.contains("database_file") && !told.contains("topsecret"), "{told}");
    let told = refused("[[mail]\npassword = \"topsecret\" x\n", &[]);
    assert!(told.contains("%/recto.toml:2:") && !told.contains("topsecret"), "{told}");
    let told = refused("['''a\npassword = \"topsecret\"\n", &[]);
    assert!(told.contains("there is no section `a`") && !told.contains("topsecret"), "{told}");
    let told = refused("[mail]\npassword = \"\"\"\ntopsecret\"\"\"\n[lisen]", &[]);
    assert!(told.contains("%/recto.toml:4:2") && !told.contains("topsecret"), "{told}");
    let told = refused("", &[("DATABASE_URL", "mysql://a:topsecret@db/x")]);
    assert!(told.contains("DATABASE_URL") && !told.contains("topsecret"), "{told}");
    let told = refused("[store]\ndatabase_file = \"nowhere\"", &[]);
    assert!(told.contains("nowhere") && told.contains("%/recto.toml:2:17"), "{told}");
}

#[test]
fn a_secret_that_is_not_utf_8_is_not_shown_either() {
    use std::os::unix::ffi::OsStringExt as _;
    let mut reading = Reading::new(defaults());
    let latin = OsString::from_vec(b"topsecret\xfc".to_vec());
    reading.environment(&[("RECTO_MAIL_PASSWORD".to_owned(), latin)].into());
    let told = loaded(reading).err().expect("is refused").to_string();
    assert!(told.contains("RECTO_MAIL_PASSWORD=…") && told.contains("expected UTF-8"), "{told}");
}

#[test]
fn what_holds_is_printed_with_where_it_comes_from_and_without_secrets() {
    let mut reading = Reading::new(defaults());
    file::read(&mut reading, Path::new("recto.toml"), &Arc::from("\n[mail]\nsender = \"a@b.example\"\n"));
    reading.environment(&[("DATABASE_URL".to_owned(), OsString::from("postgres://a:topsecret@db/x"))].into());
    let text = print::effective(&reading, Some(Path::new("recto.toml")));
    assert!(text.contains("sender = \"a@b.example\"  # recto.toml:3") && !text.contains("topsecret"), "{text}");
    assert!(text.contains("# database is set (from DATABASE_URL) and not shown"), "{text}");
    assert!(text.contains("folder = \"dist\"  # default") && text.contains("# address is not set"), "{text}");
    // It is a settings file itself.
    let mut again = Reading::new(defaults());
    file::read(&mut again, Path::new("recto.toml"), &Arc::from(text));
    assert_eq!(again.findings.len(), 0, "{:?}", again.findings);
}

#[test]
fn the_sample_in_deploy_holds_every_setting_with_its_default() {
    let sample = include_str!("../../../../deploy/recto.toml");
    assert_eq!(sample, print::sample(), "write it anew: cargo run -p recto -- settings --sample > deploy/recto.toml");
    let in_force: String = sample
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') && !setting.contains("_file = ") => setting,
            _ => line,
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let mut reading = Reading::new(defaults());
    file::read(&mut reading, Path::new(""), &Arc::from(in_force.as_str()));
    assert_eq!(reading.findings.len(), 0, "{:?}", reading.findings);
    for (key, origin) in keys::KEYS.iter().zip(&reading.origins) {
        // A secret never stands in the file.
        let is_there = matches!(origin, reading::Origin::File(_)) || key.secret == keys::Secret::Yes;
        assert!(is_there, "{} in\n{in_force}", key.name);
    }
    let mut defaults = defaults();
    for (at, key) in keys::KEYS.iter().enumerate() {
        if let Some(default) = (key.value)(&mut defaults).toml() {
            assert_eq!((key.value)(&mut reading.draft).toml(), Some(default), "{} ({at})", key.name);
        }
    }
}

#[test]
fn mail_goes_to_the_server_that_is_named_and_its_password_comes_as_it_is() {
    let file = "[mail]\nhost = \"mail.example\"\nencryption = \"starttls\"\nuser = \"recto\"\n";
    let loaded = load(file, &[("RECTO_MAIL_PASSWORD", "p%s$HOME ")], &[]).expect("loads");
    let endpoint::Mail::Smtp(smtp) = loaded.endpoint.mail else { panic!("should be a server") };
    let login = smtp.login.expect("is set");
    assert_eq!((smtp.port, login.user.as_str(), login.password.as_str()), (587, "recto", "p%s$HOME "));
}

#[test]
fn mail_settings_that_do_not_go_together_are_refused_by_name() {
    let told = refused("[mail]\nhost = \"mail.example\"\nuser = \"recto\"\nfolder = \"x\"", &[]);
    assert!(told.contains("RECTO_MAIL_PASSWORD") && told.contains("mail.folder"), "{told}");
    let told = refused(
        "[mail]\nhost = \"mail.example\"\nuser = \"a\"\nencryption = \"none\"",
        &[("RECTO_MAIL_PASSWORD", "topsecret")],
    );
    assert!(told.contains("unencrypted") && !told.contains("topsecret"), "{told}");
    assert!(refused("[mail]\npassword = \"topsecret\"", &[]).contains("password_file"));
}

const site = "recto:site";

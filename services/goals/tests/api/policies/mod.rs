mod editions;

DROP TABLE report_figures;
DROP TABLE reports;
DROP FUNCTION locked_figures_stay();
DROP FUNCTION locked_report_stays();

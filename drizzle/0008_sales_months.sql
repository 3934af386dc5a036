CREATE TABLE `sales_months` (
	`month` date NOT NULL,
	`fingerprint` varchar(100) NOT NULL,
	`items` mediumtext NOT NULL,
	CONSTRAINT `sales_months_month` PRIMARY KEY(`month`)
);

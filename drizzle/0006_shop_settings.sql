CREATE TABLE `shop_settings` (
	`name` varchar(64) NOT NULL,
	`value` mediumtext NOT NULL,
	CONSTRAINT `shop_settings_name` PRIMARY KEY(`name`)
);

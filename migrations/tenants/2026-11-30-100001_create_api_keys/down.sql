DROP TABLE api_key_secrets, api_keys;

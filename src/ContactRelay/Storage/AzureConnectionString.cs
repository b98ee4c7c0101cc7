namespace ContactRelay.Storage;

/// <summary>
/// Reads a storage account's connection string
/// (https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string).
/// </summary>
internal static class AzureConnectionString
{
    private const string Setting = AzureStorageConnection.Setting;

    // The emulator's well-known account, which is no secret:
    // https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private static readonly AzureStorageConnection Development = new()
    {
        TableEndpoint = new("http://127.0.0.1:10002/devstoreaccount1"),
        QueueEndpoint = new("http://127.0.0.1:10001/devstoreaccount1"),
        Key = new("devstoreaccount1", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="),
    };

    /// <summary>The connection. Throws <see cref="StorageConfigurationException"/> where the text is none.</summary>
    public static AzureStorageConnection Parse(string text)
    {
        var parts = Split(text);
        if (parts.TryGetValue("UseDevelopmentStorage", out var development) && bool.TryParse(development, out var isDevelopment) && isDevelopment)
        {
            return Development;
        }

        if (!parts.ContainsKey("AccountKey") && parts.ContainsKey("SharedAccessSignature"))
        {
            throw new StorageConfigurationException($"{Setting} has a SharedAccessSignature: it must have an AccountKey, or use an identity ({Setting}__accountName).");
        }

        var key = new AccountKey(Required(parts, "AccountName"), Required(parts, "AccountKey"));
        if (!Convert.TryFromBase64String(key.Key, new byte[key.Key.Length], out _))
        {
            throw new StorageConfigurationException($"The AccountKey in {Setting} is not base64.");
        }

        return new() { TableEndpoint = Endpoint(parts, "Table", key), QueueEndpoint = Endpoint(parts, "Queue", key), Key = key };
    }

    private static Dictionary<string, string> Split(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A key in base64 has equals signs of its own.
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new StorageConfigurationException($"{Setting} is not a connection string: a part of it is not name=value.");
            }

            parts[part[..at].TrimEnd()] = part[(at + 1)..].TrimStart();
        }

        return parts;
    }

    private static string Required(Dictionary<string, string> parts, string name) =>
        parts.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new StorageConfigurationException($"The connection string in {Setting} has no {name}.");

    private static Uri Endpoint(Dictionary<string, string> parts, string service, AccountKey key)
    {
        if (parts.TryGetValue(service + "Endpoint", out var endpoint) && endpoint.Length > 0)
        {
            return AzureStorageConnection.ParseEndpoint(endpoint, $"The {service}Endpoint in {Setting}");
        }

        var protocol = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return AzureStorageConnection.ParseEndpoint(
            $"{protocol}://{key.Account}.{service.ToLowerInvariant()}.{suffix}",
            $"What DefaultEndpointsProtocol, AccountName and EndpointSuffix make up in {Setting}");
    }
}

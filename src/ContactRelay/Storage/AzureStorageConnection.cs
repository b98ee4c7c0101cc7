using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace ContactRelay.Storage;

/// <summary>
/// Where the storage account is and who may use it, in the two forms that Azure Functions has for its own storage
/// (https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity).
/// </summary>
internal sealed record AzureStorageConnection
{
    /// <summary>The configuration key of the app's own storage.</summary>
    public const string Setting = "AzureWebJobsStorage";

    private const string AccountNameKey = "accountName";
    private const string TableUriKey = "tableServiceUri";
    private const string QueueUriKey = "queueServiceUri";
    private const string CredentialKey = "credential";
    private const string ClientIdKey = "clientId";
    private const string ManagedIdentity = "managedidentity";

    /// <summary>The address of the tables, without a slash at its end.</summary>
    public required Uri TableEndpoint { get; init; }

    /// <summary>The address of the queues, without a slash at its end.</summary>
    public required Uri QueueEndpoint { get; init; }

    /// <summary>The shared key; null where tokens are used.</summary>
    public AccountKey? Key { get; init; }

    /// <summary>Who gets the tokens; null where a key is used.</summary>
    public TokenCredential? Credential { get; init; }

    /// <summary>
    /// The connection that is configured: <c>AzureWebJobsStorage</c> is a connection string, or has
    /// <c>accountName</c> (or <c>tableServiceUri</c> and <c>queueServiceUri</c>), and perhaps <c>credential</c> and
    /// <c>clientId</c> below it. Throws <see cref="StorageConfigurationException"/> where it is missing or wrong.
    /// </summary>
    public static AzureStorageConnection Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        if (section.Value is { Length: > 0 } connectionString)
        {
            return AzureConnectionString.Parse(connectionString);
        }

        return new()
        {
            TableEndpoint = Endpoint(section, TableUriKey, "table"),
            QueueEndpoint = Endpoint(section, QueueUriKey, "queue"),
            Credential = CreateCredential(section),
        };
    }

    /// <summary>The address in a setting. Throws <see cref="StorageConfigurationException"/> where it is none.</summary>
    internal static Uri ParseEndpoint(string text, string setting) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri
            : throw new StorageConfigurationException($"{setting} is not an http or https URL.");

    private static Uri Endpoint(IConfigurationSection section, string uriKey, string service)
    {
        if (section[uriKey] is { Length: > 0 } text)
        {
            var uri = ParseEndpoint(text, Name(uriKey));
            return uri.Scheme == Uri.UriSchemeHttps
                ? uri
                : throw new StorageConfigurationException($"{Name(uriKey)} must be https: a token goes nowhere else.");
        }

        return section[AccountNameKey] is { Length: > 0 } account
            ? ParseEndpoint($"https://{account}.{service}.core.windows.net", Name(AccountNameKey))
            : throw new StorageConfigurationException(
                $"No storage is configured: set {Setting} to a connection string, or {Name(AccountNameKey)} (or {Name(TableUriKey)} and {Name(QueueUriKey)}) to use an identity.");
    }

    private static TokenCredential CreateCredential(IConfigurationSection section)
    {
        var clientId = section[ClientIdKey] is { Length: > 0 } id ? id : null;
        return section[CredentialKey] switch
        {
            null or "" => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId }),
            var kind when kind.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase) => new ManagedIdentityCredential(
                clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId)),
            _ => throw new StorageConfigurationException($"{Name(CredentialKey)} must be {ManagedIdentity}, or absent."),
        };
    }

    private static string Name(string key) => $"{Setting}__{key}";
}

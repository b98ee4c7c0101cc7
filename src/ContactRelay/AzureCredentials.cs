using Azure.Core;
using Azure.Identity;

namespace ContactRelay;

/// <summary>Who the app is on Azure.</summary>
public static class AzureCredentials
{
    /// <summary>The configuration key of the client id of the app's user-assigned identity.</summary>
    public const string ClientIdKey = "AZURE_CLIENT_ID";

    /// <summary>
    /// On Azure the identity with this client id and nothing else, which also spares a cold start the search; without
    /// one, whoever the developer is logged in as.
    /// </summary>
    public static TokenCredential Create(string? clientId) => string.IsNullOrEmpty(clientId)
        ? new DefaultAzureCredential()
        : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
}

using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContactRelay.Storage;

/// <summary>Registers the storage on Azure.</summary>
public static class AzureStorageServices
{
    /// <summary>
    /// Registers the tables and queues of the app's own storage account, <c>AzureWebJobsStorage</c>. What the host has
    /// registered before stays. Where the configuration is missing or wrong, whoever first needs the storage gets a
    /// <see cref="StorageConfigurationException"/>.
    /// </summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(_ => new AzureClients(AzureStorageConnection.Read(configuration)));
        services.TryAddSingleton<AzureActivityStore>();
        services.TryAddSingleton<IActivityStore>(provider => provider.GetRequiredService<AzureActivityStore>());
        services.TryAddSingleton<IMailboxStore, AzureMailboxStore>();
        services.TryAddSingleton<IMailboxIndex, AzureMailboxIndex>();
        services.TryAddSingleton<IUpdateQueue, AzureUpdateQueue>();
        services.TryAddSingleton<IDeadLetterStore, AzureDeadLetterStore>();
        services.TryAddSingleton<ITenantStore, AzureTenantStore>();
        services.TryAddSingleton<ITenantRows, AzureTenantRows>();
        services.TryAddSingleton<ITenantGateStore, AzureTenantGateStore>();
        services.TryAddSingleton<IBacklogReader, AzureBacklogReader>();
        return services;
    }
}

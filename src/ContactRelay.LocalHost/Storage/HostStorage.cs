using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.LocalHost.WorkerHost;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContactRelay.LocalHost.Storage;

/// <summary>Registers the storage that the host was started with.</summary>
internal static class HostStorage
{
    /// <summary>The embedded storage: one file in the data folder.</summary>
    public static void AddEmbeddedStorage(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(_ => new EmbeddedDatabase(folder));
        services.AddSingleton(_ => new LeaseFile(folder));
        services.AddSingleton<EmbeddedQueue>();
        services.AddSingleton<IUpdateQueue>(provider => provider.GetRequiredService<EmbeddedQueue>());
        services.AddSingleton<IMessageSource>(provider => provider.GetRequiredService<EmbeddedQueue>());
        services.AddSingleton<EmbeddedMailboxStore>();
        services.AddSingleton<IMailboxStore>(provider => provider.GetRequiredService<EmbeddedMailboxStore>());
        services.AddSingleton<IMailboxIndex, EmbeddedMailboxIndex>();
        services.AddSingleton<IDeadLetterStore, EmbeddedDeadLetterStore>();
        services.AddSingleton<IActivityStore, EmbeddedActivityStore>();
        services.AddSingleton<IBacklogReader, EmbeddedBacklogReader>();
        services.AddSingleton<ITenantStore, EmbeddedTenantStore>();
        services.AddSingleton<ITenantRows, EmbeddedTenantRows>();
        services.AddSingleton<ITenantGateStore, EmbeddedTenantGateStore>();
    }

    /// <summary>A storage account, or Azurite: what the function app uses, and the queues as its host reads them.</summary>
    public static void AddAccountStorage(this IServiceCollection services, string connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsStorage", connectionString)])
            .Build();
        services.AddAzureStorage(configuration);
        services.AddSingleton<IMessageSource>(provider => new AzureMessageSource(
            connectionString,
            provider.GetRequiredService<FunctionHostOptions>().BatchSize,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<AzureMessageSource>>()));
    }
}

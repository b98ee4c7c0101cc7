using Azure.Security.KeyVault.Secrets;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Intake;
using ContactRelay.Intake.Hooks;
using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Providers.Kulea;
using ContactRelay.Secrets;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContactRelay;

/// <summary>Registers the library.</summary>
public static class ContactRelayServices
{
    /// <summary>The configuration key of the key vault's URI. Without it secrets come from configuration.</summary>
    public const string KeyVaultUriKey = "KeyVaultUri";

    /// <summary>
    /// The configuration key that, when <c>true</c>, lets a function app on a developer's machine call providers over
    /// http and on that machine, such as the sandbox.
    /// </summary>
    public const string AllowLocalProvidersKey = "AllowLocalProviders";

    /// <summary>
    /// Registers everything but storage and tenants, which are the host's. What the host has registered before stays.
    /// </summary>
    public static IServiceCollection AddContactRelay(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton(new BaseUrlRule(AllowLocal: IsLocalAllowed(configuration)));
        services.TryAddSingleton(provider => CreateSecretReader(configuration, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SecretCache>();
        services.AddSingleton<ContactHash>();
        services.AddSingleton<RelayMetrics>();
        services.AddSingleton<OutcomeRecorder>();

        services.AddSingleton<IContactProvider, KuleaProvider>();
        services.AddSingleton<IContactProvider, BosscartProvider>();
        services.AddSingleton<IContactProvider, CampaignLarkProvider>();
        services.AddSingleton<IContactProvider, EverlyticProvider>();
        services.AddSingleton<ProviderRegistry>();
        services.AddSingleton<TenantReader>();
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<ITenantDirectory>(provider => provider.GetRequiredService<TenantDirectory>());
        services.AddSingleton<TenantAdmin>();

        // The client's own logs are off: they would name the contact.
        services.AddHttpClient(ProviderSender.ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider => ProviderConnection.CreateHandler(provider.GetRequiredService<BaseUrlRule>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        services.AddSingleton<ProviderSender>();
        services.AddSingleton<ProviderCaller>();
        services.AddSingleton<WakeUpSender>();
        services.AddSingleton<MailboxSaving>();
        services.AddSingleton<GateCache>();
        services.AddSingleton<SlotBook>();
        services.AddSingleton<HeldUpdates>();
        services.AddSingleton<TenantHolds>();
        services.AddSingleton<TenantGates>();
        services.AddSingleton<BatchDelivery>();
        services.AddSingleton<MailboxDelivery>();
        services.AddSingleton<QueueDeadLetters>();
        services.AddSingleton<QueueMessageHandler>();
        services.AddSingleton<BacklogMetrics>();
        services.AddSingleton<OverdueWakeUps>();
        services.AddSingleton<UpdateIntake>();
        services.AddSingleton<SharedIntake>();
        services.AddSingleton<BatchIntake>();
        services.AddSingleton<UpdateCancellation>();
        services.AddSingleton<DeadLetterDesk>();
        services.AddSingleton<QueueMessageRedrive>();
        services.AddSingleton<ContactErasure>();
        services.AddSingleton<Reconciliation>();
        services.AddSingleton<Retention>();
        services.AddSingleton<DeadLetterAging>();
        services.AddSingleton<TenantSweep>();
        services.AddSingleton(new ActivitySetting(configuration[ActivitySetting.Key] != "off"));
        services.AddSingleton<ActivityReader>();
        services.AddSingleton<ActivityOverview>();
        services.AddSingleton<DryRun>();
        services.AddSingleton<HookSecrets>();
        services.AddSingleton<HookGate>();
        services.AddSingleton<HookFigures>();
        services.AddSingleton<HookIntake>();
        return services;
    }

    /// <summary>Never on Azure, whatever is configured: there the platform names the site that the app is.</summary>
    private static bool IsLocalAllowed(IConfiguration configuration) =>
        configuration[AllowLocalProvidersKey] == "true" && string.IsNullOrEmpty(configuration["WEBSITE_SITE_NAME"]);

    private static ISecretReader CreateSecretReader(IConfiguration configuration, TimeProvider time)
    {
        if (configuration[KeyVaultUriKey] is not { Length: > 0 } uri)
        {
            return new ConfigurationSecretReader(configuration);
        }

        // A first request that hangs must leave time for another.
        var options = new SecretClientOptions { Retry = { NetworkTimeout = TimeSpan.FromSeconds(5) } };
        var credential = AzureCredentials.Create(configuration[AzureCredentials.ClientIdKey]);
        return new KeyVaultSecretReader(new SecretClient(new Uri(uri), credential, options), time);
    }
}

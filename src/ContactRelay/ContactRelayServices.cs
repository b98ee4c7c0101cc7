using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Providers.Kulea;
using ContactRelay.Secrets;
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
    /// Registers everything but storage and tenants, which are the host's. What the host has registered before stays.
    /// </summary>
    public static IServiceCollection AddContactRelay(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton(new BaseUrlRule(AllowLocal: false));
        services.TryAddSingleton(_ => CreateSecretReader(configuration));
        services.AddSingleton<SecretCache>();
        services.AddSingleton<ContactHash>();

        services.AddSingleton<IContactProvider, KuleaProvider>();
        services.AddSingleton<IContactProvider, BosscartProvider>();
        services.AddSingleton<IContactProvider, CampaignLarkProvider>();
        services.AddSingleton<IContactProvider, EverlyticProvider>();
        services.AddSingleton<ProviderRegistry>();
        services.AddSingleton<TenantReader>();
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<ITenantDirectory>(provider => provider.GetRequiredService<TenantDirectory>());
        services.AddSingleton<TenantAdmin>();

        // The client's own logs and time-out are off: they would name the contact, and the sender has one that counts.
        services.AddHttpClient(ProviderSender.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => ProviderConnection.CreateHandler(provider.GetRequiredService<BaseUrlRule>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        services.AddSingleton<ProviderSender>();
        services.AddSingleton<ProviderCaller>();
        services.AddSingleton<WakeUpSender>();
        services.AddSingleton<MailboxDelivery>();
        services.AddSingleton<QueueMessageHandler>();
        services.AddSingleton<UpdateIntake>();
        services.AddSingleton<DryRun>();
        return services;
    }

    private static ISecretReader CreateSecretReader(IConfiguration configuration)
    {
        if (configuration[KeyVaultUriKey] is not { Length: > 0 } uri)
        {
            return new ConfigurationSecretReader(configuration);
        }

        // On Azure the app's own identity and nothing else; a developer is whoever is logged in.
        TokenCredential credential = configuration["AZURE_CLIENT_ID"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new DefaultAzureCredential();
        return new KeyVaultSecretReader(new SecretClient(new Uri(uri), credential));
    }
}

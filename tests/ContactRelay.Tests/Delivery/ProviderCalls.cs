using System.Collections.Immutable;
using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using ContactRelay.Tests.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ContactRelay.Tests.Delivery;

/// <summary>The five provider calls, made as the library makes them: key, request, connection, answer, outcome.</summary>
internal sealed class ProviderCalls : IAsyncDisposable
{
    /// <summary>The contact that every call is about, and a key and a name that are in every request.</summary>
    public const string ContactId = "8675309";

    public const string Key = "key-that-nobody-may-see";
    public const string FirstName = "Wilhelmina";

    /// <summary>What the calls are named by here.</summary>
    public static readonly string[] Names = ["kulea", "bosscart", "campaignlark", "everlytic", "everlytic-xmlrpc"];

    private readonly ServiceProvider _services;

    public ProviderCalls(Action<IServiceCollection>? configure = null, string key = Key)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:acme-key", key)]).Build();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new BaseUrlRule(AllowLocal: true))
            .AddContactRelay(configuration);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public ManualTime Time { get; } = new();

    /// <summary>The body of the answer that the provider documents for a success.</summary>
    public static string Success(string call) => call switch
    {
        "kulea" => $$"""{"success":true,"crm_id":{{ContactId}}}""",
        "bosscart" => $$"""{"id":{{ContactId}},"email":"w@wire.example","name":"{{FirstName}}"}""",
        "campaignlark" => $$$"""{"data":{"id":"{{{ContactId}}}","status":"subscribed","data":{"first_name":"{{{FirstName}}}"} } }""",
        "everlytic" => $$$"""{"collection":[{"item":{"id":{{{ContactId}}} } }]}""",
        _ => $"<?xml version=\"1.0\"?><methodResponse><params><param><value><int>{ContactId}</int></value></param></params></methodResponse>",
    };

    /// <summary>A patch that the provider takes.</summary>
    public static ContactFields Patch(string call) => PatchReader.Read(Encoding.UTF8.GetBytes(call switch
    {
        "bosscart" => $$"""{"firstName":"{{FirstName}}","lastName":"W","email":"w@wire.example"}""",
        "campaignlark" => $$"""{"firstName":"{{FirstName}}","subscription":"subscribed"}""",
        _ => $$"""{"firstName":"{{FirstName}}"}""",
    })).Changes!;

    public static Tenant Tenant(string call, string baseUrl)
    {
        var builder = call switch
        {
            "kulea" => TenantBuilder.Kulea(),
            "bosscart" => TenantBuilder.Bosscart(),
            "campaignlark" => TenantBuilder.CampaignLark(),
            "everlytic" => TenantBuilder.Everlytic(),
            _ => TenantBuilder.Everlytic("xmlrpc"),
        };
        return builder.Build() with { BaseUrl = baseUrl };
    }

    public Task<SettleReport> CallAsync(string call, string baseUrl, string contactId = ContactId)
    {
        var now = Time.GetUtcNow();
        var lease = new Lease("token", now + MailboxDelivery.LeaseTime, now, []);
        var batch = new Batch(lease, [], Patch(call), ImmutableDictionary<string, ImmutableArray<string>>.Empty);
        return _services.GetRequiredService<ProviderCaller>().CallAsync(Tenant(call, baseUrl), contactId, batch, ContactFields.Empty);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

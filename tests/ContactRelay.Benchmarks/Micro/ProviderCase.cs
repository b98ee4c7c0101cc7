using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Providers.Kulea;
using ContactRelay.Tenants;

namespace ContactRelay.Benchmarks.Micro;

/// <summary>One of the five calls: whom it is for, what is sent, and what the provider answers.</summary>
internal sealed record ProviderCase(string Name, IContactProvider Provider, Tenant Tenant, ContactFields Known, ProviderAnswer Answer)
{
    /// <summary>What each of them sends.</summary>
    public static readonly ContactFields Changes = Read("""{"firstName":"Ada","lastName":"Lovelace"}"""u8);

    private static readonly ContactFields Seen = Read("""{"email":"ada@example.com","subscription":"subscribed"}"""u8);

    public static IReadOnlyList<ProviderCase> All { get; } =
    [
        new("kulea", new KuleaProvider(), Of("kulea"), ContactFields.Empty, Answered("""{"success":true,"crm_id":1}""")),
        new("bosscart", new BosscartProvider(), Of("bosscart"), Seen, Answered("""{"success":true,"id":1,"email":"ada@example.com"}""")),
        new("campaignlark", new CampaignLarkProvider(), Of("campaignlark"), Seen,
            Answered("""{"data":{"id":"c_1","status":"CONFIRMED","tags":[],"data":{"email_address":"ada@example.com","first_name":"Ada"},"created_at":"2026-01-01T00:00:00Z"}}""")),
        new("everlytic", new EverlyticProvider(), Of("everlytic", "rest"), ContactFields.Empty, Answered("""{"item":{"id":1,"contact_email":"ada@example.com"}}""")),
        new("everlytic-xmlrpc", new EverlyticProvider(), Of("everlytic", "xmlrpc"), ContactFields.Empty,
            Answered("""<?xml version="1.0"?><methodResponse><params><param><value><int>42</int></value></param></params></methodResponse>""")),
    ];

    private static ContactFields Read(ReadOnlySpan<byte> patch) => PatchReader.Read(patch).Changes!;

    private static ProviderAnswer Answered(string body) => new(200, Encoding.UTF8.GetBytes(body));

    private static Tenant Of(string provider, string? transport = null) => new()
    {
        Id = "acme",
        Provider = provider,
        BaseUrl = "https://provider.example",
        ApiKeySecret = "acme-key",
        Settings = new() { Username = "ada", Transport = transport },
    };
}

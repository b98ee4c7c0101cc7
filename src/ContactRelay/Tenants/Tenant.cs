using ContactRelay.Intake.Hooks;
using ContactRelay.Mailboxes;

namespace ContactRelay.Tenants;

/// <summary>One tenant: whose contacts they are, at which provider, under which rules. See <see cref="TenantReader"/> for its document.</summary>
public sealed record Tenant
{
    /// <summary>The tenant's id: 1 to 63 lower-case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>What tells it from a former tenant of the same id, and when that was closed.</summary>
    public TenantLife Life { get; init; } = new();

    /// <summary>What everything that is stored of it is stored under: never <see cref="Id"/>, which another tenant may have had.</summary>
    public string Scope => TenantScope.Of(Id, Life.Generation);

    /// <summary>The provider's name, never an alias of it.</summary>
    public required string Provider { get; init; }

    /// <summary>What the provider's paths are appended to; it has no query and no slash at its end.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The name of the secret that holds the tenant's key at the provider.</summary>
    public required string ApiKeySecret { get; init; }

    /// <summary>What the provider's adapter has to know.</summary>
    public TenantSettings Settings { get; init; } = new();

    /// <summary>Field paths to the provider's names, over what the adapter maps by itself.</summary>
    public IReadOnlyDictionary<string, string> FieldMap { get; init; } = new Dictionary<string, string>();

    /// <summary>How much may be asked of the provider, and for how long.</summary>
    public TenantLimits Limits { get; init; } = new();

    /// <summary>Who may send updates.</summary>
    public IReadOnlyList<Caller> Callers { get; init; } = [];

    /// <summary>The doors for webhooks, by their names.</summary>
    public IReadOnlyDictionary<string, Hook> Hooks { get; init; } = new Dictionary<string, Hook>();

    /// <summary>Whether each update becomes a call of its own; else all that is pending becomes one.</summary>
    public bool DeliverEach { get; init; }

    /// <summary>Whether fields that the provider has no place for are left out; else they are refused.</summary>
    public bool IgnoreUnmapped { get; init; }

    /// <summary>The mailbox of one of its contacts.</summary>
    public MailboxKey Mailbox(string contactId) => new(Scope, contactId);
}

namespace ContactRelay.Tenants;

/// <summary>The settings of all providers; each adapter reads its own.</summary>
public sealed record TenantSettings
{
    /// <summary>Kulea: the HTTP method of an update, since its documentation names two.</summary>
    public string? Method { get; init; }

    /// <summary>CampaignLark: tag names to the workspace's integer tag ids.</summary>
    public IReadOnlyDictionary<string, long> TagIds { get; init; } = new Dictionary<string, long>();

    /// <summary>CampaignLark: the status, in its own words, of a contact of which none is known.</summary>
    public string? DefaultStatus { get; init; }

    /// <summary>Everlytic: the name that goes with the key.</summary>
    public string? Username { get; init; }

    /// <summary>Everlytic: <c>rest</c>, which is the default, or <c>xmlrpc</c>.</summary>
    public string? Transport { get; init; }
}

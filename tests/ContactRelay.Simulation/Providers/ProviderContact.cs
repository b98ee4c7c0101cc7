namespace ContactRelay.Simulation.Providers;

/// <summary>A contact as the provider has it.</summary>
internal sealed class ProviderContact
{
    /// <summary>Its values by the provider's own names.</summary>
    public Dictionary<string, string> Values { get; } = [];

    /// <summary>Its tags, which only become more.</summary>
    public HashSet<string> Tags { get; } = [];
}

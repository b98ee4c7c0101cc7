namespace ContactRelay.Functions.Http;

/// <summary>What the console may offer its visitor at once: nothing in the function app, everything on a developer's machine.</summary>
public sealed record ConsoleSetup
{
    /// <summary>The master key, where everybody knows it; else null.</summary>
    public string? AdminKey { get; init; }

    /// <summary>Tenants to try things with.</summary>
    public IReadOnlyList<ConsoleDemo> Demos { get; init; } = [];
}

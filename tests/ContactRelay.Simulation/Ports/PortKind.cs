namespace ContactRelay.Simulation.Ports;

/// <summary>What kind of thing a process asks for.</summary>
internal enum PortKind
{
    /// <summary>Something is read from the storage.</summary>
    Read,

    /// <summary>A tenant's document is read from the storage.</summary>
    Tenant,

    /// <summary>Something is written to the storage.</summary>
    Write,

    /// <summary>A secret is read.</summary>
    Secret,
}

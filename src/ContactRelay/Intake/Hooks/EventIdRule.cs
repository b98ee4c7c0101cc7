namespace ContactRelay.Intake.Hooks;

/// <summary>Where the sender's own id of an event is, by which a body that is sent again is known.</summary>
/// <param name="Header">The header that holds it; null where it is in the body.</param>
/// <param name="Paths">The JSONPaths of its parts in the body; what is not there is passed over.</param>
public sealed record EventIdRule(string? Header, IReadOnlyList<string> Paths)
{
    /// <summary>The sender has none.</summary>
    public static readonly EventIdRule None = new(null, []);
}

using System.Diagnostics;

namespace ContactRelay;

/// <summary>What the telemetry is named by: docs/telemetry.md explains all of it.</summary>
public static class RelayTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "ContactRelay";

    /// <summary>The tag with the tenant's id.</summary>
    public const string Tenant = "tenant";

    /// <summary>The tag with the provider's name.</summary>
    public const string Provider = "provider";

    /// <summary>The tag with an update's final status.</summary>
    public const string Status = "status";

    /// <summary>The tag with what came of a call.</summary>
    public const string Outcome = "outcome";

    /// <summary>The tag with a queue's name.</summary>
    public const string Queue = "queue";

    /// <summary>The tag with a hook's name.</summary>
    public const string Hook = "hook";

    /// <summary>The tag with the path of a field that a hook's mapping names.</summary>
    public const string Field = "field";

    /// <summary>Where the spans come from.</summary>
    public static readonly ActivitySource Source = new(Name);
}

namespace ContactRelay.Sandbox;

/// <summary>
/// What goes wrong with a provider's next calls. The delay comes first; of the others the first that is set decides:
/// <see cref="Reset"/>, <see cref="ApplyThenReset"/>, <see cref="Status"/> or <see cref="Body"/>, <see cref="Drop"/>.
/// </summary>
public sealed record SandboxFault
{
    /// <summary>The number of calls it applies to.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The HTTP status to answer with; nothing is applied.</summary>
    public int? Status { get; init; }

    /// <summary>The value of a Retry-After header to add to the answer.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>How long to wait before anything else.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Aborts the connection; nothing is applied.</summary>
    public bool Reset { get; init; }

    /// <summary>Answers as usual but applies nothing.</summary>
    public bool Drop { get; init; }

    /// <summary>Applies the change, then aborts the connection.</summary>
    public bool ApplyThenReset { get; init; }

    /// <summary>The body to answer with, in place of the provider's own error shape; nothing is applied.</summary>
    public string? Body { get; init; }

    /// <summary>The Content-Type of the answer, if not the provider's own.</summary>
    public string? ContentType { get; init; }
}

namespace ContactRelay.Sandbox;

/// <summary>One request that a stand-in was sent.</summary>
public sealed class SandboxRequest
{
    private volatile End? _end;

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The request target as it came, still percent-encoded, with its query.</summary>
    public required string Path { get; init; }

    /// <summary>The headers, each byte of a value as one Latin-1 character; names are not case-sensitive.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, byte for byte.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The status of the answer; null while there is none, and for good after a reset.</summary>
    public int? Status => _end?.Status;

    /// <summary>When it was answered or cut off; null while it is neither.</summary>
    public DateTimeOffset? EndedAt => _end?.At;

    /// <summary>The fault that it met; null for none.</summary>
    public SandboxFault? Fault { get; internal set; }

    internal void Ended(int? status, DateTimeOffset at) => _end = new(status, at);

    private sealed record End(int? Status, DateTimeOffset At);
}

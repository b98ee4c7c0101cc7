namespace ContactRelay.Intake.Hooks;

/// <summary>How a sender signs its requests.</summary>
public sealed record HmacScheme
{
    /// <summary>The header that holds the signature.</summary>
    public required string Header { get; init; }

    /// <summary>The hash: <c>sha1</c>, <c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; init; } = "sha256";

    /// <summary>How the signature is written: <c>hex</c> or <c>base64</c>.</summary>
    public string Encoding { get; init; } = "hex";

    /// <summary>What comes before the signature in its header.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>
    /// What is signed, with <c>{body}</c>, <c>{timestamp}</c>, <c>{method}</c>, <c>{url}</c>, <c>{id}</c> and
    /// <c>{decodedUrl}</c> in the places of these.
    /// </summary>
    public string Signed { get; init; } = "{body}";

    /// <summary>The header that holds the time of sending; null where there is none.</summary>
    public string? TimestampHeader { get; init; }

    /// <summary>Whether that time is in milliseconds since 1970; else it is in seconds.</summary>
    public bool IsInMilliseconds { get; init; }

    /// <summary>The header that holds the id of the message; null where there is none.</summary>
    public string? IdHeader { get; init; }

    /// <summary>Whether the header may hold several signatures, with spaces between them.</summary>
    public bool HasSeveral { get; init; }

    /// <summary>Whether the secret is base64, with or without <c>whsec_</c> before it; else its UTF-8 bytes are the key.</summary>
    public bool IsKeyBase64 { get; init; }
}

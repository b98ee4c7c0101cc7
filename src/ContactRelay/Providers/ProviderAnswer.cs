namespace ContactRelay.Providers;

/// <summary>A provider's answer, read to its end or to the limit of its size.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="RetryAfter">How long its Retry-After header asks to wait, from now; null where it has none.</param>
/// <param name="IsCut">Whether the body was longer than is read.</param>
public sealed record ProviderAnswer(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter = null, bool IsCut = false)
{
    /// <summary>Whether the HTTP status says success, which alone is not success.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The status alone: the body may hold a contact's data, and this text may reach a log.</summary>
    public override string ToString() => $"HTTP {Status}";
}

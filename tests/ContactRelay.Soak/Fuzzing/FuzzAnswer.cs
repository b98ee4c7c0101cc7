namespace ContactRelay.Soak.Fuzzing;

/// <summary>An answer as it came.</summary>
/// <param name="Status">The status.</param>
/// <param name="MediaType">The media type; null for none.</param>
/// <param name="Location">The Location header; null for none.</param>
/// <param name="Body">The body.</param>
internal sealed record FuzzAnswer(int Status, string? MediaType, string? Location, ReadOnlyMemory<byte> Body);

namespace ContactRelay.Tests.Delivery;

/// <summary>Bytes that a provider may send, and what has to come of them.</summary>
/// <param name="Bytes">What is sent to a call, after which the connection ends.</param>
/// <param name="Word">The outcome in the status API's word.</param>
/// <param name="Status">The HTTP status that the status API shows.</param>
/// <param name="IsUnknown">Whether the provider may have applied the update.</param>
/// <param name="Reason">Why, in our own words; null where it was delivered.</param>
internal sealed record AnswerCase(Func<string, byte[]> Bytes, string Word, int? Status, bool IsUnknown, string? Reason);

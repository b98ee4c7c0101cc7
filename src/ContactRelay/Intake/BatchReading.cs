namespace ContactRelay.Intake;

/// <summary>What <see cref="BatchReader"/> made of a body: items, or why there are none.</summary>
/// <param name="Items">The items, in their order; empty where the body was refused.</param>
/// <param name="Failure">Why the body was refused as a whole; null where it was not.</param>
/// <param name="Detail">That in words.</param>
public sealed record BatchReading(IReadOnlyList<BatchItem> Items, BatchFailure? Failure = null, string Detail = "");

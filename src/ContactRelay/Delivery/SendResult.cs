using ContactRelay.Providers;

namespace ContactRelay.Delivery;

/// <summary>What came of sending a request.</summary>
/// <param name="Answer">The answer; null where none came.</param>
/// <param name="Failure">What came instead of an answer.</param>
public sealed record SendResult(ProviderAnswer? Answer, DeliveryOutcome? Failure);

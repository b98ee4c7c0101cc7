using ContactRelay.Contacts;

namespace ContactRelay.Providers;

/// <summary>What an answer means.</summary>
/// <param name="Outcome">What the call came to.</param>
/// <param name="Known">What is known after it of the values that the provider demands in every call.</param>
public sealed record ProviderReading(DeliveryOutcome Outcome, ContactFields Known);

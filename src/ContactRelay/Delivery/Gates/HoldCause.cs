namespace ContactRelay.Delivery.Gates;

/// <summary>Why a tenant is to be held.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Words">That in words.</param>
/// <param name="After">How long the provider asks to wait; null if it does not say.</param>
/// <param name="IsDoubted">Whether it asks for longer than is believed.</param>
/// <param name="SecretVersion">The version of the secret that was refused.</param>
public sealed record HoldCause(HoldReason Reason, string Words, TimeSpan? After = null, bool IsDoubted = false, string? SecretVersion = null);

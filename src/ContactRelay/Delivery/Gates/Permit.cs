namespace ContactRelay.Delivery.Gates;

/// <summary>The right to make one of the calls that a tenant allows at a time.</summary>
/// <param name="Token">Unique for each call.</param>
/// <param name="Until">When it ends by itself, should its holder have died.</param>
public sealed record Permit(string Token, DateTimeOffset Until);

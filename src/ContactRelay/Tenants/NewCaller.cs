namespace ContactRelay.Tenants;

/// <summary>A caller that is to have a key.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Access"><c>full</c> or <c>write</c>; null for full.</param>
/// <param name="Hook">The one hook that its key is to be good for; null for no such limit.</param>
public sealed record NewCaller(string Name, string? Access = null, string? Hook = null);

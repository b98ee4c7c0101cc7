namespace ContactRelay.Delivery;

/// <summary>Which rows of the index of recent activity are wanted.</summary>
/// <param name="Tenant">The tenant's scope.</param>
/// <param name="Since">None that are older.</param>
/// <param name="Before">Those that come after this place, which are older; null for the newest.</param>
/// <param name="PageSize">How many are read at a time: about as many as are going to be looked at.</param>
public sealed record ActivityQuery(string Tenant, DateTimeOffset Since, ActivityPosition? Before, int PageSize);

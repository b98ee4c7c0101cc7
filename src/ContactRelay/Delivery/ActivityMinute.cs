namespace ContactRelay.Delivery;

/// <summary>A minute of a tenant's recent activity.</summary>
/// <param name="At">When it began.</param>
/// <param name="Accepted">How many updates were accepted in it; if the summary says that this is partial, at least so many.</param>
/// <param name="Delivered">How many were delivered in it.</param>
/// <param name="Dead">How many were rejected or expired in it.</param>
/// <param name="Pending">How many were pending at its end; null if that cannot be told.</param>
public readonly record struct ActivityMinute(DateTimeOffset At, int Accepted, int Delivered, int Dead, int? Pending);

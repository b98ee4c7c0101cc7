namespace ContactRelay.Functions.Http;

/// <summary>A tenant to try things with, at a sandbox.</summary>
/// <param name="Tenant">Its id.</param>
/// <param name="Key">A caller's key of it.</param>
/// <param name="Provider">The provider that the sandbox plays for it.</param>
/// <param name="ContactId">A contact.</param>
/// <param name="Changes">A merge patch for the contact.</param>
public sealed record ConsoleDemo(string Tenant, string Key, string Provider, string ContactId, string Changes);

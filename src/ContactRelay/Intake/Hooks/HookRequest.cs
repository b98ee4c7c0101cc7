namespace ContactRelay.Intake.Hooks;

/// <summary>A request as it came, which is what a signature is over.</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Url">The whole URL, percent-encoded as it was sent.</param>
/// <param name="Header">The value of a header by its name, or null.</param>
/// <param name="Body">The body's bytes.</param>
public sealed record HookRequest(string Method, string Url, Func<string, string?> Header, ReadOnlyMemory<byte> Body);

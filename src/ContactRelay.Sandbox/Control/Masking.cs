namespace ContactRelay.Sandbox.Control;

/// <summary>Hides keys: a key typed in from the real provider must not be readable here.</summary>
internal static class Masking
{
    private const string Mask = "****";
    private const int ShownCharacters = 4;
    private const int ShortestShownInPart = 12;

    private static readonly string[] Schemes = ["Bearer ", "Basic "];

    /// <summary>The value with its scheme, if it has one, and its last four characters.</summary>
    public static string Authorization(string value)
    {
        // Only the schemes in use: a raw key may hold a space too.
        var scheme = Array.Find(Schemes, s => value.StartsWith(s, StringComparison.OrdinalIgnoreCase)) ?? "";
        var key = value.AsSpan(scheme.Length);
        var end = key.Length < ShortestShownInPart ? default : key[^ShownCharacters..];
        return $"{value.AsSpan(0, scheme.Length)}{Mask}{end}";
    }
}

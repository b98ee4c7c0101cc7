using System.Globalization;

namespace ContactRelay.Sandbox.Providers;

/// <summary>The contact ids that are not simply there.</summary>
internal static class KnownIds
{
    public static bool IsMissing(string id) => id is "" or "404" || id.StartsWith("missing", StringComparison.Ordinal);

    public static bool IsArchived(string id) => id is "410" || id.StartsWith("archived", StringComparison.Ordinal);

    /// <summary>Whether the id is a positive integer; <paramref name="canonical"/> has no leading zeros.</summary>
    public static bool IsInteger(string id, out string canonical)
    {
        var isInteger = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        canonical = isInteger ? number.ToString(CultureInfo.InvariantCulture) : "";
        return isInteger;
    }

    /// <summary>Whether the id, as it is, is a JSON number.</summary>
    public static bool IsJsonInteger(string id) => id.Length > 0 && !id.AsSpan().ContainsAnyExceptInRange('0', '9') && (id[0] != '0' || id.Length == 1);
}

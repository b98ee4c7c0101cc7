using System.Security.Cryptography;
using System.Text;
using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>Short hashes, to tell a replay from a key used twice without keeping either.</summary>
internal static class UpdateHash
{
    private const int HexDigits = 32;

    /// <summary>The hash of an idempotency key.</summary>
    public static string OfKey(string key) => Of(key);

    /// <summary>The hash of what an update asks for, which neither the order of its fields nor white space changes.</summary>
    public static string OfUpdate(ContactFields changes, IntakeOptions options)
    {
        string[] paths = [.. changes.Paths];
        Array.Sort(paths, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var path in paths)
        {
            text.Append(path).Append('\0').Append(changes[path]!.Json).Append('\0');
        }

        text.Append(options.OccurredAt?.ToUnixTimeMilliseconds()).Append('\0').Append(options.DeliverAt?.ToUnixTimeMilliseconds());
        return Of(text.ToString());
    }

    private static string Of(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HexDigits];
}

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContactRelay.Contacts;

namespace ContactRelay.Intake;

/// <summary>Short hashes, to tell a replay from a key used twice without keeping either.</summary>
internal static class UpdateHash
{
    private const int Bytes = 16;
    private const int UsualTextBytes = 512;

    /// <summary>The hash of an idempotency key.</summary>
    public static string OfKey(string key) => Of(Encoding.UTF8.GetBytes(key));

    /// <summary>The hash of what an update asks for, which neither the order of its fields nor white space changes.</summary>
    public static string OfUpdate(ContactFields changes, IntakeOptions options)
    {
        var paths = changes.PathArray();
        Array.Sort(paths, StringComparer.Ordinal);
        var text = new ArrayBufferWriter<byte>(UsualTextBytes);
        foreach (var path in paths)
        {
            Append(text, path);
            text.Write("\0"u8);
            Append(text, changes[path]!.Json);
            text.Write("\0"u8);
        }

        Append(text, options.OccurredAt);
        text.Write("\0"u8);
        Append(text, options.DeliverAt);
        return Of(text.WrittenSpan);
    }

    private static void Append(ArrayBufferWriter<byte> text, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            Append(text, at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void Append(ArrayBufferWriter<byte> text, string part) => Encoding.UTF8.GetBytes(part, text);

    private static string Of(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Convert.ToHexStringLower(hash[..Bytes]);
    }
}

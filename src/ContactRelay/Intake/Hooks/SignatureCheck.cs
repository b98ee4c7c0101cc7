using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ContactRelay.Intake.Hooks;

/// <summary>Checks signatures over the bytes as they came. Every key is held against every signature, whatever matches first.</summary>
internal static partial class SignatureCheck
{
    private const string StandardKeyPrefix = "whsec_";

    /// <summary>How far the time of sending may be from now.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // The characters that HubSpot decodes in a URL before it signs; its documentation lists these and no others.
    private static readonly (string Encoded, string Decoded)[] DecodedInUrl =
    [
        ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"), ("%28", "("), ("%29", ")"),
        ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
    ];

    /// <summary>Whether the request was signed with one of the keys, and lately.</summary>
    public static HookVerdict Run(HmacScheme scheme, HookRequest request, string? publicUrl, IEnumerable<byte[]> keys, DateTimeOffset now)
    {
        var timestamp = scheme.TimestampHeader is { } header ? request.Header(header) : null;
        var signed = Signed(scheme, request, publicUrl ?? request.Url, timestamp);
        var signatures = Signatures(scheme, request.Header(scheme.Header));
        var isSigned = false;
        foreach (var key in keys)
        {
            var expected = Hash(scheme.Algorithm, key, signed);
            foreach (var signature in signatures)
            {
                isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return !isSigned ? HookVerdict.Refused
            : scheme.TimestampHeader is null || IsRecent(timestamp, scheme.IsInMilliseconds, now) ? HookVerdict.Verified
            : HookVerdict.Stale;
    }

    /// <summary>The key that a secret's text stands for, or null where it stands for none.</summary>
    public static byte[]? ReadKey(HmacScheme scheme, string secret)
    {
        if (!scheme.IsKeyBase64)
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        var key = FromBase64(secret.StartsWith(StandardKeyPrefix, StringComparison.Ordinal) ? secret[StandardKeyPrefix.Length..] : secret);
        return key is { Length: > 0 } ? key : null;
    }

    /// <summary>What of a template's text is no place for a part of the request, or null.</summary>
    public static string? UnknownPlace(string template, IReadOnlyCollection<string> places) =>
        Places().Matches(template).Select(place => place.Value).FirstOrDefault(place => !places.Contains(place));

    private static byte[] Signed(HmacScheme scheme, HookRequest request, string url, string? timestamp)
    {
        var signed = new MemoryStream(request.Body.Length + 256);
        foreach (var part in Places().Split(scheme.Signed))
        {
            signed.Write(part switch
            {
                "{body}" => request.Body.Span,
                "{timestamp}" => Encoding.UTF8.GetBytes(timestamp ?? ""),
                "{method}" => Encoding.UTF8.GetBytes(request.Method),
                "{url}" => Encoding.UTF8.GetBytes(url),
                "{decodedUrl}" => Encoding.UTF8.GetBytes(Decode(url)),
                "{id}" => Encoding.UTF8.GetBytes(request.Header(scheme.IdHeader!) ?? ""),
                _ => Encoding.UTF8.GetBytes(part),
            });
        }

        return signed.ToArray();
    }

    private static List<byte[]> Signatures(HmacScheme scheme, string? header)
    {
        var found = new List<byte[]>();
        foreach (var text in scheme.HasSeveral ? (header ?? "").Split(' ') : [header?.Trim() ?? ""])
        {
            if (text.StartsWith(scheme.Prefix, StringComparison.Ordinal)
                && (scheme.Encoding == "hex" ? FromHex(text[scheme.Prefix.Length..]) : FromBase64(text[scheme.Prefix.Length..])) is { } signature)
            {
                found.Add(signature);
            }
        }

        return found;
    }

    private static byte[] Hash(string algorithm, byte[] key, byte[] data) => algorithm switch
    {
#pragma warning disable CA5350 // An HMAC is not broken by what breaks SHA-1, and some senders know no other.
        "sha1" => HMACSHA1.HashData(key, data),
#pragma warning restore CA5350
        "sha384" => HMACSHA384.HashData(key, data),
        "sha512" => HMACSHA512.HashData(key, data),
        _ => HMACSHA256.HashData(key, data),
    };

    private static bool IsRecent(string? timestamp, bool isInMilliseconds, DateTimeOffset now)
    {
        // As numbers, since what is signed may still be no time that a calendar has.
        var unit = isInMilliseconds ? 1 : 1000;
        return long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
            && Math.Abs(((decimal)sent * unit) - now.ToUnixTimeMilliseconds()) <= (decimal)Tolerance.TotalMilliseconds;
    }

    private static string Decode(string url) => DecodedInUrl.Aggregate(
        url, (text, code) => text.Replace(code.Encoded, code.Decoded, StringComparison.OrdinalIgnoreCase));

    private static byte[]? FromHex(string text) =>
        text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    [GeneratedRegex(@"(\{[A-Za-z]+\})")]
    private static partial Regex Places();
}

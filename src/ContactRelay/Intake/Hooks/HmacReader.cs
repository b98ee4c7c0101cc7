using System.Text.Json;
using ContactRelay.Tenants;

namespace ContactRelay.Intake.Hooks;

/// <summary>Reads how a sender signs, where a hook's document says it.</summary>
internal static class HmacReader
{
    private static readonly string[] Properties = ["header", "algorithm", "encoding", "prefix", "signed", "timestampHeader", "timestampUnit"];
    private static readonly string[] Places = ["{body}", "{timestamp}", "{method}", "{url}"];

    public static HmacScheme? Read(JsonElement hook, string pointer, DocumentDraft draft)
    {
        var at = pointer + "/hmac";
        if (draft.Object(hook, pointer, "hmac", Properties) is not { } json)
        {
            draft.Fail(at, "Is missing: how does the sender sign?");
            return null;
        }

        var unset = new HmacScheme { Header = draft.Text(json, at, "header") ?? "" };
        var scheme = unset with
        {
            Algorithm = draft.OneOf(json, at, "algorithm", ["sha1", "sha256", "sha384", "sha512"]) ?? unset.Algorithm,
            Encoding = draft.OneOf(json, at, "encoding", ["hex", "base64"]) ?? unset.Encoding,
            Prefix = draft.Text(json, at, "prefix") ?? unset.Prefix,
            Signed = draft.Text(json, at, "signed") ?? unset.Signed,
            TimestampHeader = draft.Text(json, at, "timestampHeader"),
            IsInMilliseconds = draft.OneOf(json, at, "timestampUnit", ["seconds", "milliseconds"]) == "milliseconds",
        };
        Check(scheme, at, draft);
        return scheme;
    }

    /// <summary>Whether a header may have this name (RFC 9110, section 5.6.2).</summary>
    public static bool IsHeaderName(string? name) =>
        name is { Length: > 0 } && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    private static void Check(HmacScheme scheme, string at, DocumentDraft draft)
    {
        if (!IsHeaderName(scheme.Header))
        {
            draft.Fail(at + "/header", "Must be the name of the header that holds the signature.");
        }

        if (scheme.TimestampHeader is not null && !IsHeaderName(scheme.TimestampHeader))
        {
            draft.Fail(at + "/timestampHeader", "Must be the name of the header that holds the time of sending.");
        }

        if (SignatureCheck.UnknownPlace(scheme.Signed, Places) is { } place)
        {
            draft.Fail(at + "/signed", $"{place} stands for nothing; there are {string.Join(", ", Places)}.");
        }
        else if (!scheme.Signed.Contains("{body}", StringComparison.Ordinal))
        {
            draft.Fail(at + "/signed", "Must hold {body}: what is not signed may be anybody's.");
        }
        else if (scheme.Signed.Contains("{timestamp}", StringComparison.Ordinal) != scheme.TimestampHeader is not null)
        {
            draft.Fail(at + "/signed", "Must hold {timestamp} where there is a timestampHeader, and only there: a time that is not signed shows nothing.");
        }
    }
}

using System.Globalization;
using System.Xml.Linq;

namespace ContactRelay.Providers.Everlytic;

/// <summary>A failure as XML-RPC tells of it, most often with HTTP status 200: a code and words.</summary>
/// <param name="Code">The <c>faultCode</c>; null if it is absent or no number.</param>
/// <param name="Text">The <c>faultString</c>; null if it is absent.</param>
/// <param name="Words">Both of them, for people.</param>
internal sealed record XmlRpcFault(int? Code, string? Text, string Words)
{
    private const string Absent = "?";

    /// <summary>The fault of a response; null if it has none.</summary>
    public static XmlRpcFault? Of(XElement? response)
    {
        if (response?.Element("fault") is not { } fault)
        {
            return null;
        }

        var members = fault.Element("value")?.Element("struct");
        var (code, text) = (Member(members, "faultCode"), Member(members, "faultString"));
        return new(
            int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            text,
            members is null ? "A fault without words" : $"{text ?? Absent} (fault {code ?? Absent})");
    }

    /// <summary>
    /// What it means: by its words as far as they are known, else by its code. What is not known is tried again, for
    /// nothing shows that the update is to blame.
    /// </summary>
    public DeliveryOutcome Read(ProviderAnswer answer) => (FailureWords.Read(Text), Code) switch
    {
        (FailureMeaning.KeyRefused, _) => DeliveryOutcome.Unauthorized(Words),

        // Of "Specification for Fault Code Interoperability" (xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php): the server
        // cannot read what was sent, or refuses the method's parameters.
        (_, -32700 or -32701 or -32702 or -32600 or -32602) => DeliveryOutcome.Rejected(Words),
        (FailureMeaning.Later, _) => DeliveryOutcome.RetryLater(Words, answer.RetryAfter),

        // Of the same: the method is unknown, and an error within the server, its system or the transport. None is about what was sent.
        (_, -32601 or -32603 or -32400 or -32300 or (>= -32099 and <= -32000)) => DeliveryOutcome.RetryLater(Words, answer.RetryAfter),
        (FailureMeaning.Refused, _) => DeliveryOutcome.Rejected(Words),

        // Some servers use the codes of HTTP.
        (_, 401) => DeliveryOutcome.Unauthorized(Words),
        (_, 403) => DeliveryOutcome.Forbidden(Words),
        (_, 429) => DeliveryOutcome.Throttled(Words, answer.RetryAfter),
        (_, 400 or 404 or 410 or 413 or 415 or 422) => DeliveryOutcome.Rejected(Words),
        _ => DeliveryOutcome.RetryLater(Words, answer.RetryAfter),
    };

    private static string? Member(XElement? members, string name) => members?.Elements("member")
        .FirstOrDefault(member => member.Element("name")?.Value.Trim() == name)?.Element("value")?.Value.Trim();
}

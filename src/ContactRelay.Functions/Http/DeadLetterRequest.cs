using System.Collections.Specialized;
using System.Globalization;
using System.Text.Json;
using ContactRelay.Contacts;
using ContactRelay.Delivery;

namespace ContactRelay.Functions.Http;

/// <summary>Which dead letters a call is about: some by their ids, or all that a query wants.</summary>
internal sealed record DeadLetterRequest
{
    /// <summary>The letters' ids; null where <see cref="Query"/> says which.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>What to look for.</summary>
    public required DeadLetterQuery Query { get; init; }

    /// <summary>Whether only to show what would be done.</summary>
    public bool Preview { get; init; }

    /// <summary>Why they are given up.</summary>
    public string? Reason { get; init; }

    /// <summary>The text of a message as it ought to have been, to be sent in the place of the letter's; null for as it is.</summary>
    public string? Message { get; init; }

    /// <summary>Whether to show what the letters hold.</summary>
    public bool WithValues { get; init; }

    /// <summary>How many letters a page has.</summary>
    public int Limit { get; init; }

    /// <summary>Reads a URL's query.</summary>
    public static DeadLetterRequest Read(NameValueCollection query, string scope, List<FieldError> errors)
    {
        var limit = DeadLetterEndpoint.PageSize;
        if (query["limit"] is { } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= DeadLetterEndpoint.MaxLetters))
        {
            errors.Add(new("/limit", $"Must be a number from 1 to {DeadLetterEndpoint.MaxLetters}."));
        }

        return new()
        {
            Limit = limit,
            WithValues = query["values"] == "true",
            Query = new(scope)
            {
                Kind = Kind(query["kind"], errors),
                Reason = query["reason"],
                After = query["after"],
                ContactId = query["contactId"],
                Since = Time("since", query["since"], errors),
                Until = Time("until", query["until"], errors),
            },
        };
    }

    /// <summary>Reads a body; null where it is not a JSON object with known properties.</summary>
    public static DeadLetterRequest? Read(byte[] body, string scope, List<FieldError> errors)
    {
        try
        {
            var read = JsonSerializer.Deserialize(body, BodyJson.Default.DeadLetterBody);
            return read is null ? null : new()
            {
                Ids = read.Ids,
                Preview = read.Preview,
                Reason = read.Reason,
                Message = read.Message is { } message ? message.ValueKind == JsonValueKind.String ? message.GetString() : message.GetRawText() : null,
                Query = new(scope)
                {
                    Kind = Kind(read.Kind, errors),
                    ContactId = read.ContactId,
                    Since = Time("since", read.Since, errors),
                    Until = Time("until", read.Until, errors),
                },
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Kind(string? kind, List<FieldError> errors)
    {
        if (kind is not (null or DeadLetter.Rejected or DeadLetter.Expired or DeadLetter.Invalid))
        {
            errors.Add(new("/kind", $"Must be {DeadLetter.Rejected}, {DeadLetter.Expired} or {DeadLetter.Invalid}."));
        }

        return kind;
    }

    private static DateTimeOffset? Time(string name, string? text, List<FieldError> errors)
    {
        var time = text is null ? null : Rfc3339.ParseInQuery(text);
        if (text is not null && time is null)
        {
            errors.Add(new("/" + name, Rfc3339.Expected));
        }

        return time;
    }
}

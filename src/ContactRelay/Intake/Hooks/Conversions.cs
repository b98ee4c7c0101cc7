using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>Does what a <see cref="Conversion"/> says. What it cannot do is said without the value, which is a contact's.</summary>
internal static partial class Conversions
{
    private static readonly Evaluation NoDate = Evaluation.Wrong("What the form holds is not a date in the format of the mapping; without one, as in 1990-12-31.");
    private static readonly string[] True = ["true", "yes", "y", "1", "on", "checked"];
    private static readonly string[] False = ["false", "no", "n", "0", "off", "unchecked"];
    private static readonly string[] DateParts = ["year", "month", "day"];
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyyMMdd", "yyyy-M-d"];

    /// <summary>The converted value; a list's items are converted one by one, but by those conversions that are for lists.</summary>
    public static Evaluation Run(Conversion conversion, JToken found) => conversion.Kind switch
    {
        ConversionKind.First => new(found is JArray items ? items.FirstOrDefault(item => !HookJson.IsEmpty(item)) ?? found : found),
        ConversionKind.Labels => Labels(found),
        _ when found is JArray items => RunOnEach(conversion, items),
        _ => RunOnOne(conversion, found),
    };

    private static Evaluation RunOnEach(Conversion conversion, JArray items)
    {
        var converted = items.Where(item => !HookJson.IsEmpty(item)).Select(item => RunOnOne(conversion, item)).ToArray();
        return converted.FirstOrDefault(item => item.Problem is not null) is { Problem: not null } wrong
            ? wrong
            : new(new JArray(converted.Select(item => item.Value)));
    }

    private static Evaluation RunOnOne(Conversion conversion, JToken found) => conversion.Kind switch
    {
        ConversionKind.Trim => new(found.Type == JTokenType.String ? found.Value<string>()!.Trim() : found),
        ConversionKind.Lower => new(found.Type == JTokenType.String ? found.Value<string>()!.ToLowerInvariant() : found),
        ConversionKind.Number => ToNumber(found),
        ConversionKind.Boolean => ToBoolean(found),
        ConversionKind.Date => ToDate(found, conversion),
        _ => throw new InvalidOperationException($"Not for one value: {conversion.Kind}."),
    };

    private static Evaluation ToNumber(JToken found)
    {
        var text = found.Type == JTokenType.Boolean ? null : HookJson.Text(found)?.Trim();
        var number = Number().Match(text ?? "");
        var (digits, rest) = (number.Groups["digits"].Value, number.Groups["fraction"].Value + number.Groups["exponent"].Value);
        if (!number.Success || digits.Length + number.Groups["fraction"].Length == 0)
        {
            return Evaluation.Wrong("What the form holds is not a number, such as 42 or -1.10.");
        }

        // JSON has no plus before a number, no zeros, and no point without a digit before it.
        var whole = digits.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0";
        return new(WrittenNumber.Token((number.Groups["sign"].Value == "-" ? "-" : "") + whole + rest));
    }

    private static Evaluation ToBoolean(JToken found)
    {
        var text = HookJson.Text(found)?.Trim().ToLowerInvariant();
        return True.Contains(text) ? new(new JValue(true))
            : False.Contains(text) ? new(new JValue(false))
            : Evaluation.Wrong("What the form holds is neither yes nor no.");
    }

    private static Evaluation ToDate(JToken found, Conversion conversion)
    {
        var isParts = found is JObject;
        var text = (found is JObject parts
            ? string.Join('-', DateParts.Select(part => parts[part] is { } value ? HookJson.Text(value)?.Trim() : null))
            : HookJson.Text(found)?.Trim()) ?? "";
        return conversion.Format is { } format && !isParts ? InFormats(text, [format]) ?? NoDate
            : conversion.Unit is { } unit && HookTime.IsNumber(text, out var number) ? Iso(HookTime.FromUnix(number, unit))
            : InFormats(text, DateFormats) is { } date ? date
            : HookTime.IsNumber(text, out number) ? FromBareNumber(number)
            : HookTime.ReadText(text) is { } time ? Iso(time)
            : NoDate;
    }

    /// <summary>So many seconds since 1970 would be after 2100, so they are milliseconds; fewer may be either.</summary>
    private static Evaluation FromBareNumber(decimal number) =>
        HookTime.FromUnix(number, TimeUnit.Seconds) is null && HookTime.FromUnix(number, TimeUnit.Milliseconds) is { } time
            ? Iso(time)
            : Evaluation.Wrong("What the form holds is a number, which may be seconds or milliseconds since 1970, or none of them: write date:s or date:ms.");

    private static Evaluation? InFormats(string text, string[] formats)
    {
        try
        {
            return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Iso(time) : null;
        }
        catch (FormatException)
        {
            // The method throws, against its name, for a format such as a lone quote.
            return null;
        }
    }

    private static Evaluation Labels(JToken found)
    {
        if (found is not JObject { } question || question["value"] is not { } chosen || question["options"] is not JArray options)
        {
            return Evaluation.Wrong("What the form holds is not a question with a value and its options: the path must lead to the question itself.");
        }

        var texts = options.OfType<JObject>().Where(option => option["id"] is not null && option["text"] is not null)
            .GroupBy(option => HookJson.Text(option["id"]!) ?? "")
            .ToDictionary(group => group.Key, group => group.First()["text"]!);
        var ids = chosen is JArray several ? several.AsEnumerable() : [chosen];

        // An answer of the contact's own has no id.
        return new(new JArray(ids.Select(id => HookJson.Text(id) is { } key && texts.TryGetValue(key, out var text) ? text : id)));
    }

    private static Evaluation Iso(DateTimeOffset? date) => date is { Year: >= HookTime.MinYear and <= HookTime.MaxYear } known
        ? new(known.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        : Evaluation.Wrong($"What the form holds is a date outside the years from {HookTime.MinYear} to {HookTime.MaxYear}; a number may be in another unit.");

    [GeneratedRegex(@"^(?<sign>[+-]?)(?<digits>[0-9]*)(?<fraction>\.[0-9]+)?(?<exponent>[eE][+-]?[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}

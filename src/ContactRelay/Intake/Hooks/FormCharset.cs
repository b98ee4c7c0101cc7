using System.Text;

namespace ContactRelay.Intake.Hooks;

/// <summary>The field in which a browser says what a form is written in (https://html.spec.whatwg.org/#attr-fe-name-charset).</summary>
internal static class FormCharset
{
    /// <summary>The field's name.</summary>
    public const string Field = "_charset_";

    /// <summary>The character set that the field names; null if it names none that is known.</summary>
    public static Encoding? Find(string text) => string.IsNullOrWhiteSpace(text) ? null : Charset.Find(text);
}

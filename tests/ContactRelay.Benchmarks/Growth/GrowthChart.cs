using System.Globalization;
using System.Text;

namespace ContactRelay.Benchmarks.Growth;

/// <summary>Draws what an update costs over the number of contacts, and how many are delivered a second below it.</summary>
internal static class GrowthChart
{
    private const int Width = 720;
    private const int Height = 460;
    private const int Left = 64;
    private const int Right = 40;
    private const int PanelHeight = 150;

    // Where an image stands by itself, nobody else says what the current colour is.
    private const string Style = """
        <style>
          .growth { color: #1f2328; font: 13px system-ui, sans-serif }
          @media (prefers-color-scheme: dark) { .growth { color: #d1d7e0 } }
        </style>
        """;

    public static string Draw(IReadOnlyList<GrowthPoint> points)
    {
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg class="growth" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" fill="currentColor" role="img">""");
        svg.AppendLine("<title>What an update costs, over the number of contacts in storage</title>");
        svg.AppendLine(Style);
        Panel(svg, 40, "CPU per update (ms)", points, point => point.CpuPerUpdate);
        Panel(svg, 250, "delivered a second", points, point => point.DeliveredPerSecond);
        Text(svg, (Left + Width - Right) / 2.0, Height - 12, "middle", "contacts in storage");
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static void Panel(StringBuilder svg, int top, string title, IReadOnlyList<GrowthPoint> points, Func<GrowthPoint, double> valueOf)
    {
        var step = Step(points.Max(valueOf));
        var steps = Math.Max(1, (int)Math.Ceiling(points.Max(valueOf) / step));
        double Y(double value) => top + (PanelHeight * (1 - (value / (step * steps))));
        Text(svg, Left, top - 14, "start", title);
        for (var i = 0; i <= steps; i++)
        {
            Line(svg, Left, Y(i * step), Width - Right, Y(i * step), i == 0 ? 1 : 0.15);
            Text(svg, Left - 8, Y(i * step) + 4, "end", Number(i * step));
        }

        // To ten times the first size at least: there may be no other.
        var (first, last) = (points[0].Contacts, Math.Max(points[0].Contacts * 10, points[^1].Contacts));
        double X(int contacts) => Left + ((Width - Left - Right) * Math.Log10((double)contacts / first) / Math.Log10((double)last / first));
        for (var contacts = first; contacts <= last; contacts *= 10)
        {
            Line(svg, X(contacts), top + PanelHeight, X(contacts), top + PanelHeight + 5, 1);
            Text(svg, X(contacts), top + PanelHeight + 20, "middle", Number(contacts));
        }

        var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Contacts):0.#},{Y(valueOf(point)):0.#}")));
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="2"/>""");
        foreach (var point in points)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{X(point.Contacts):0.#}" cy="{Y(valueOf(point)):0.#}" r="3.5"/>""");
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, so that three to six of them reach the largest value.</summary>
    private static double Step(double largest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(largest / 3)));
        return power * ((largest / 3 / power) switch { < 2 => 1, < 5 => 2, _ => 5 });
    }

    // Of a value such as 0.30000000000000004 what was meant.
    private static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, double opacity) => svg.AppendLine(
        CultureInfo.InvariantCulture,
        $"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" stroke="currentColor" stroke-opacity="{opacity}"/>""");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{text}</text>""");
}

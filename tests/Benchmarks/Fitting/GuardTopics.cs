using System.Text.Json;
using ChatBot.Answering.Guarding;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>A topic with cases.</summary>
internal sealed record GuardTopic(TopicFile File, IReadOnlyList<(string Question, bool Off)> Cases);

/// <summary>Eight topics to develop the topic check on, each of 60 examples; the last one is that of the folder's own file.</summary>
internal static class GuardTopics
{
    private static readonly Dictionary<string, (string Description, string Intents)> Domains = new()
    {
        ["Credit cards"] = (
            "Questions about credit cards: limits, rewards, applications, lost or damaged cards, fees abroad, interest and credit score.",
            "replacement_card_duration expiration_date damaged_card improve_credit_score report_lost_card card_declined "
                + "credit_limit_change apr redeem_rewards credit_limit rewards_balance application_status credit_score new_card "
                + "international_fees"
        ),
        ["Kitchen and dining"] = (
            "Questions about cooking, recipes, ingredients, nutrition and restaurants.",
            "food_last confirm_reservation how_busy ingredients_list calories nutrition_info recipe restaurant_reviews "
                + "restaurant_reservation meal_suggestion restaurant_suggestion cancel_reservation ingredient_substitution cook_time "
                + "accept_reservations"
        ),
        ["Home"] = (
            "Requests around the household: music, lists, reminders, calendar, orders and the smart home.",
            "what_song play_music todo_list_update reminder reminder_update calendar_update order_status update_playlist "
                + "shopping_list calendar next_song order todo_list shopping_list_update smart_home"
        ),
        ["Auto and commute"] = (
            "Questions about the car and the way to work: maintenance, tires, fuel, traffic, directions.",
            "current_location oil_change_when oil_change_how uber traffic tire_pressure schedule_maintenance gas mpg distance "
                + "directions last_maintenance gas_type tire_change jump_start"
        ),
        ["Travel"] = (
            "Questions of travellers: flights, hotels, visas, vaccinations, luggage, exchange rates, translations.",
            "plug_type travel_notification translate flight_status international_visa timezone exchange_rate travel_suggestion "
                + "travel_alert vaccines lost_luggage book_flight book_hotel carry_on car_rental"
        ),
        ["Utility"] = (
            "Small services: weather, alarms, timers, dates, calculations, spelling, calls and texts.",
            "weather alarm date find_phone share_location timer make_call calculator definition measurement_conversion flip_coin "
                + "spelling time roll_dice text"
        ),
        ["Work"] = (
            "Questions of employees: vacation days, payday, taxes, insurance, meetings, retirement plan.",
            "pto_request_status next_holiday insurance_change insurance meeting_schedule payday taxes income rollover_401k "
                + "pto_balance pto_request w2 schedule_meeting direct_deposit pto_used"
        ),
    };

    /// <param name="data">The folder of the development data.</param>
    public static IReadOnlyList<GuardTopic> Read(string data)
    {
        var train = Lines(data, "corrections-clinc/train.jsonl", "intent");
        var val = Lines(data, "corrections-clinc/val.jsonl", "intent");
        var banking = Lines(data, "guard-banking/cases.jsonl", "shouldBlock");
        var asked = val.Select(line => line.Question).ToHashSet();
        var smallTalk = val.Select(line => line.Label)
            .Distinct()
            .Except(Domains.Values.SelectMany(domain => domain.Intents.Split(' ')))
            .ToHashSet();
        smallTalk.ExceptWith(
            val.Where(line => banking.Any(known => known.Question == line.Question && known.Label == "False")).Select(line => line.Label)
        );
        var outside = banking.Where(line => line.Label == "True" && !asked.Contains(line.Question)).Select(line => line.Question).ToList();
        return
        [
            .. Domains.Select(domain => Domain(domain.Key, domain.Value.Description, [.. domain.Value.Intents.Split(' ')])),
            new(
                TopicFile.Load(Path.Combine(data, "guard-banking/topic.json")),
                [.. banking.Select(line => (line.Question, line.Label == "True"))]
            ),
        ];

        GuardTopic Domain(string name, string description, HashSet<string> intents) =>
            new(
                new TopicFile(
                    name,
                    description,
                    [.. intents.SelectMany(intent => train.Where(line => line.Label == intent).Take(4)).Select(line => line.Question)],
                    [],
                    ""
                ),
                [
                    .. val.Where(line => !smallTalk.Contains(line.Label)).Select(line => (line.Question, !intents.Contains(line.Label))),
                    .. outside.Select(question => (question, true)),
                ]
            );
    }

    private static List<(string Question, string Label)> Lines(string data, string file, string label) =>
        [
            .. File.ReadLines(Path.Combine(data, file))
                .Where(line => line.Length > 0)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => (line.GetProperty("question").GetString()!, line.GetProperty(label).ToString())),
        ];
}

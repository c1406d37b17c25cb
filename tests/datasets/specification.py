"""The headers as the specification prints them, typed in by hand: * = required; what was added later stands after +."""

from __future__ import annotations

HEADERS = {
    "units": "unit_id*,unit_name*,parent_unit_id,unit_level*,org_code*,org_name,org_type,is_corporate_area,headcount,"
    "funded_wte,valid_from,valid_to",
    "projects": "project_id*,title*,project_type*,unit_id*,status*,start_date*,close_date,stage*,aim_statement,"
    "aim_measure_id,aim_target,aim_due,strategic_priority,cqc_domains,sponsor_role,team_size,orgs_involved,origin,"
    "evidence_source,closure_reason + lead_role_tier,lead_staff_group,professions_involved,named_to_board",
    "project_team": "project_id*,person_key*,team_role*,is_lead,joined_on,left_on",
    "project_log": "project_id,log_date*,log_type*,title*,cycle_no,change_idea,scale_of_test,prediction,result,"
    "decision,category,shared_with,applies_to_measure_id,end_date + shared_on",
    "assessments": "subject_type*,subject_id*,instrument*,item_code*,score*,assessed_on*,assessor_role*,comment"
    " + assessor_key*",
    "measures": "measure_id*,project_id,measure_name*,measure_type*,value_type*,unit_label*,direction*,numerator_def,"
    "denominator_def,operational_definition*,collection_method,frequency*,target,target_source,purpose*,cqc_domain,"
    "bundle_id,bundle_role,baseline_start,baseline_end,owner_role + multiplier,chart,method",
    "measurements": "measure_id*,unit_id,period_start*,subgroup_axis,subgroup,value,numerator,denominator,n_cases,"
    "missing_reason,note + sequence",
    "training": "person_key*,person_type*,unit_id,staff_group,role_tier*,course_id*,course_name*,dose_level*,mode*,"
    "session_date*,hours,booked,attended*,completed*,reaction_overall,recommend,knowledge_pre,knowledge_post,"
    "knowledge_max,confidence_pre,confidence_post,confidence_max,applied_3m,qi_role,role_active,protected_hours_week,"
    "left_on,cohort + org_code,not_attended_reason,covers_measurement,covers_pdsa",
    "survey_responses": "response_id*,survey_id*,wave*,respondent_type*,unit_id,staff_group,project_id,item_code*,"
    "response,comment_id",
    "survey_scores": "source*,wave*,unit_id*,staff_group,score_code*,score,score_min,score_max,n_responses*,n_eligible,"
    "benchmark_group,benchmark_mean,benchmark_low,benchmark_high,is_weighted*",
    "workforce": "period_end*,unit_id*,staff_group*,headcount_start_12m,headcount_end*,stayers_12m,starters_12m,"
    "starters_retained_12m,leavers_12m,leavers_voluntary_12m,wte_in_post,wte_funded,days_to_hire_median,"
    "sickness_wte_days,available_wte_days",
    "activity": "activity_id*,activity_type*,activity_date*,org_code,unit_id,project_id,coach_key,mode,minutes,invited,"
    "attended,n_staff,n_patients_public,n_volunteers,volunteer_hours,is_exec_present,coaching_model,rating,rating_max,"
    "counts_unique + places,waiting,facilitators",
    "involvement": "project_id*,recorded_on*,stage*,ladder_level*,elft_level,initiated_by,n_patients_carers,"
    "is_team_member,payment_or_expenses,feedback_given,representativeness_note,recorded_by",
    "spread": "spread_id*,project_id*,direction*,adopter_org_code*,adopter_unit_id,setting_eligible*,status*,"
    "approached_on,agreed_on,started_on,adopted_on,sustained_6m_on,stopped_on,adaptation,core_elements_kept,"
    "core_elements_total,source_org_code,learning_ref + source_published_on,people_eligible,people_reached,"
    "supported_by_org",
    "benefits": "benefit_id*,project_id*,benefit_kind*,benefit_class*,period_start*,period_end*,quantity_low,"
    "quantity_central,quantity_high,quantity_unit*,unit_value_gbp_low,unit_value_gbp_central,unit_value_gbp_high,"
    "price_year,cost_gbp,method*,assumptions*,counterfactual*,overlap_with,validated_by,validated_on",
    "stories": "story_id*,project_id,unit_id,story_date*,teller_role*,level*,theme_codes*,title*,text*,outcome_valence,"
    "consent_level*,consent_date*,consent_expiry,anonymised_by*,identifiability_checked_on,withdrawn_on,"
    "linked_measure_id",
    "drivers": "driver_id*,project_id,parent_id,kind*,title*,measure_id,sort_order",
    "plan": "plan_id*,kind*,subject_type*,subject_id,code,quantity,unit,valid_from*,valid_to,source,text",
    "chart_marks": "measure_id*,unit_id,on_date*,kind*,value,reason*,author_role*",
    "settings": "key*,applies_to,valid_from*,value*,source",
}

KEYS = {
    "units": "unit_id",
    "projects": "project_id",
    "project_team": "project_id+person_key+team_role",
    "project_log": "project_id+log_date+log_type+title",
    "assessments": "subject_type+subject_id+instrument+item_code+assessed_on+assessor_role+assessor_key",
    "measures": "measure_id",
    "measurements": "measure_id+unit_id+period_start+sequence+subgroup_axis+subgroup",
    "training": "person_key+course_id+session_date",
    "survey_responses": "survey_id+wave+response_id+item_code",
    "survey_scores": "source+wave+unit_id+staff_group+score_code",
    "workforce": "period_end+unit_id+staff_group",
    "activity": "activity_id",
    "involvement": "project_id+recorded_on+stage",
    "spread": "spread_id",
    "benefits": "benefit_id",
    "stories": "story_id",
    "drivers": "driver_id",
    "plan": "plan_id",
    "chart_marks": "measure_id+unit_id+on_date+kind",
    "settings": "key+applies_to+valid_from",
}


def header(dataset: str) -> list[str]:
    """The header of a template, in order."""
    return [name.strip("* ") for name in HEADERS[dataset].replace("+", ",").split(",")]


def required(dataset: str) -> list[str]:
    """The required columns of a template, in order."""
    names = [name.strip() for name in HEADERS[dataset].replace("+", ",").split(",")]
    return [name.strip("*") for name in names if name.endswith("*")]
